-- Who may not make tables may use those that are there.
DO $$
BEGIN
  IF to_regclass('pitboss_versions') IS NULL THEN
    CREATE TABLE pitboss_versions (
      contract TEXT PRIMARY KEY,
      version BIGINT NOT NULL
    );
  END IF;
END
$$;
