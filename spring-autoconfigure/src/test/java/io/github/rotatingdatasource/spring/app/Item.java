package io.github.rotatingdatasource.spring.app;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(schema = "shop")
class Item {
    @Id
    private int id;

    private long amount;

    long add(long more) {
        amount += more;
        return amount;
    }
}
