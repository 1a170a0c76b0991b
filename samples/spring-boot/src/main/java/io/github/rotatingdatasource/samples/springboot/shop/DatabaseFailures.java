package io.github.rotatingdatasource.samples.springboot.shop;

import org.springframework.dao.DataAccessException;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.transaction.TransactionException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Answers 503 while the database is of no use, so that whoever asks tries again, or another instance. */
@RestControllerAdvice
class DatabaseFailures {
    @ExceptionHandler({DataAccessException.class, TransactionException.class})
    ProblemDetail answer() {
        return ProblemDetail.forStatus(HttpStatus.SERVICE_UNAVAILABLE);
    }
}
