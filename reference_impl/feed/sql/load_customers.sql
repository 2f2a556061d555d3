SELECT seq, record FROM feed_customers WHERE row_key = $1;
