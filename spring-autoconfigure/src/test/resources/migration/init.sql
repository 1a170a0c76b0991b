CREATE TABLE IF NOT EXISTS shop.setting (name text PRIMARY KEY);
