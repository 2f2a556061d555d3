-- Takes a request of the token $1 where fewer than $2 were taken in the last $3 microseconds. Returns how long, in microseconds, until one will
-- be taken; 0: this one was.
WITH clock AS (SELECT CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000000 AS BIGINT) AS now),
     verdict AS (
       SELECT now, GREATEST(0, COALESCE((SELECT taken_at FROM feed_requests WHERE token_id = $1 ORDER BY taken_at DESC
                                         OFFSET CAST($2 AS BIGINT) - 1 LIMIT 1) + CAST($3 AS BIGINT) - now, 0)) AS wait
       FROM clock
     ),
     taken AS (INSERT INTO feed_requests (token_id, taken_at) SELECT $1, now FROM verdict WHERE wait = 0)
SELECT wait FROM verdict;
