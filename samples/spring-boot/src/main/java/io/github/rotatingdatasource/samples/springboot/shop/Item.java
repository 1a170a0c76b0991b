package io.github.rotatingdatasource.samples.springboot.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;

@Entity
@Table(schema = "shop")
class Item {
    @Id
    private int id;

    private String name = "";

    private long sold;

    void sell() {
        sold++;
    }

    public int getId() {
        return id;
    }

    public String getName() {
        return name;
    }

    public long getSold() {
        return sold;
    }
}
