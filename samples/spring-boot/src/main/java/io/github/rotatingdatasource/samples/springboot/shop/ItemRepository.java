package io.github.rotatingdatasource.samples.springboot.shop;

import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.Optional;
import org.springframework.data.jpa.repository.Lock;
import org.springframework.data.repository.Repository;

interface ItemRepository extends Repository<Item, Integer> {
    List<Item> findAllByOrderById();

    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<Item> findLockedById(int id);
}
