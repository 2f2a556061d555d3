UPDATE feed_sequence SET last = last + $1 WHERE name = 'rows' RETURNING last;
