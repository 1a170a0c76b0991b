package io.github.rotatingdatasource.spring.app;

import jakarta.persistence.LockModeType;
import java.util.Optional;
import org.springframework.data.jpa.repository.JpaRepository;
import org.springframework.data.jpa.repository.Lock;

interface ItemRepository extends JpaRepository<Item, Integer> {
    @Lock(LockModeType.PESSIMISTIC_WRITE)
    Optional<Item> findLockedById(int id);
}
