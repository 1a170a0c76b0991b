-- The roles behind the logins. Run once in the application's database, as a superuser, with psql; then set the two
-- passwords with \password shop_owner and \password vault_admin. PostgreSQL 14 to 18.

-- Owns the schema and runs the migrations. Vault cannot become this role (from PostgreSQL 16 on; see docs/kubernetes.md).
CREATE ROLE shop_owner LOGIN;
CREATE SCHEMA shop AUTHORIZATION shop_owner;

-- What the application may do. Nobody logs in as this role: each login that Vault makes is a member of it and has no
-- grant of its own, so that it can always be dropped, and sees the tables of later migrations as well.
CREATE ROLE shop_app NOLOGIN;
GRANT USAGE ON SCHEMA shop TO shop_app;
ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner IN SCHEMA shop
    GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO shop_app;
ALTER DEFAULT PRIVILEGES FOR ROLE shop_owner IN SCHEMA shop
    GRANT USAGE, SELECT ON SEQUENCES TO shop_app;

-- A login owns nothing: what it owned, a temporary table too, would keep it from being dropped.
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
DO $$
BEGIN
    EXECUTE format('REVOKE TEMPORARY ON DATABASE %I FROM PUBLIC', current_database());
    EXECUTE format('ALTER DATABASE %I SET search_path = shop', current_database());
END
$$;

-- Vault's own login makes and drops logins, and hands out one group.
CREATE ROLE vault_admin LOGIN CREATEROLE;
DO $$
BEGIN
    IF current_setting('server_version_num')::int >= 160000 THEN
        -- the right to hand it out, and not to read what it may read
        EXECUTE 'GRANT shop_app TO vault_admin WITH ADMIN TRUE, INHERIT FALSE, SET FALSE'; -- no syntax of older servers
    ELSE
        EXECUTE 'GRANT shop_app TO vault_admin WITH ADMIN OPTION';
    END IF;
END
$$;
