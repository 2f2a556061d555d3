-- wrk script: the same wallet debit again and again, for a server that looks at nothing of it.
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer bench-token"
wrk.headers["X-Request-ID"] = "6a1f8f5e-9a53-4c1e-8a55-0d8a6c1b7e10"
wrk.headers["X-HMAC-Signature"] = "0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"
wrk.body = '{"playerId":"p1","provider":"gameprovider","game":"fantasyquest","transactionId":"pb12345678-17-t123456","roundId":"pb12345678-17-r123456","amount":0.00,"transactionType":"debit","ip":"127.0.0.1"}'
