SELECT seq, record FROM feed_transactions WHERE row_key = $1;
