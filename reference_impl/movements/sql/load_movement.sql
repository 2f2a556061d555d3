SELECT m.movement_id, m.client_id, c.external_client_id, c.revenue_origin_id, m.request_id, m.updates, m.raw_payload,
       m.total_revshare, m.settlement_id, m.created_at
FROM movements_movements m JOIN movements_clients c ON c.client_id = m.client_id
WHERE m.movement_id = $1
