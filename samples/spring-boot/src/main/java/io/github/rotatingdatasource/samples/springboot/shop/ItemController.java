package io.github.rotatingdatasource.samples.springboot.shop;

import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ResponseStatusException;

@RestController
class ItemController {
    private final ItemRepository items;

    ItemController(ItemRepository items) {
        this.items = items;
    }

    @GetMapping("/items")
    List<Item> all() {
        return items.findAllByOrderById();
    }

    /** Sells one, and returns the item as it is then. */
    @PostMapping("/items/{id}/sales")
    @Transactional
    Item sell(@PathVariable int id) {
        Item item = items.findLockedById(id).orElseThrow(() -> new ResponseStatusException(HttpStatus.NOT_FOUND));
        item.sell();
        return item;
    }
}
