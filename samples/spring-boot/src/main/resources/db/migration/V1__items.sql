CREATE TABLE item (
    id int PRIMARY KEY,
    name text NOT NULL,
    sold bigint NOT NULL DEFAULT 0
);

INSERT INTO item (id, name)
VALUES (1, 'Tea'), (2, 'Coffee'), (3, 'Cocoa'), (4, 'Bread'), (5, 'Butter'),
       (6, 'Honey'), (7, 'Apples'), (8, 'Pears'), (9, 'Plums'), (10, 'Walnuts');

-- Each short-lived user is a member of this group, so a migration need not know them.
GRANT SELECT, UPDATE ON item TO shop_app;
