INSERT INTO pitboss_versions (contract, version) VALUES ($1, $2) ON CONFLICT (contract) DO UPDATE SET version = excluded.version;
