package io.github.rotatingdatasource.spring.app;

import org.springframework.transaction.support.TransactionOperations;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

@RestController
class ItemController {
    private final ItemRepository items;
    private final TransactionOperations transactions;

    ItemController(ItemRepository items, TransactionOperations transactions) {
        this.items = items;
        this.transactions = transactions;
    }

    /** Adds one in a transaction, and returns how many there are then. */
    @PostMapping("/items/{id}")
    long add(@PathVariable int id) {
        return transactions.execute(
                status -> items.findLockedById(id).orElseThrow().add(1));
    }
}
