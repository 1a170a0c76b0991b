package io.github.rotatingdatasource.benchmarks.support;

/**
 * Something in which a rival is better than we are.
 *
 * @param what what it is about, with its unit
 * @param ours our figure
 * @param theirs the rival, and its figure
 * @param why why that is so
 */
public record Loss(String what, String ours, String theirs, String why) {}
