--liquibase formatted sql

--changeset shop:1
CREATE TABLE shop.price (id int PRIMARY KEY, cents bigint NOT NULL);
INSERT INTO shop.price VALUES (1, 250);
GRANT USAGE ON SCHEMA shop TO app;
GRANT SELECT ON shop.price TO app;
