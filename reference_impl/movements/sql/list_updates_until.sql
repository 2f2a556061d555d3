-- What was done to the balances of a player until the movement $1, that included, in the order of application.
SELECT m.updates
FROM movements_movements m JOIN movements_movements last ON last.client_id = m.client_id AND m.sequence <= last.sequence
WHERE last.movement_id = $1
ORDER BY m.sequence
