SELECT seq, record FROM feed_activity WHERE row_key = $1;
