CREATE TABLE item (id int PRIMARY KEY, amount bigint NOT NULL);
INSERT INTO item SELECT id, 0 FROM generate_series(1, 100) id;
