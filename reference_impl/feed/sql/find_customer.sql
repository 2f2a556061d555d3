SELECT 1 FROM feed_customers WHERE customer_id = $1 LIMIT 1;
