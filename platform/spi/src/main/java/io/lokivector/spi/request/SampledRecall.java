package io.lokivector.spi.request;

import java.time.Instant;

/**
 * How much of the exact answer an index finds, estimated from searches that were carried out.
 *
 * @param at10 the mean share of the ten nearest that it found, from 0 to 1
 * @param samples how many searches were compared with their exact answers
 * @param low the lower end of the interval that holds the true share with 95 % confidence
 * @param high its upper end
 * @param since when the oldest of these comparisons was made
 */
public record SampledRecall(double at10, int samples, double low, double high, Instant since) {}
