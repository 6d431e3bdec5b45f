package io.jiaozi.internal.guard;

import java.time.Duration;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A call that waits for a buyer who is typing a secret, and undoes the payment if that leads
 * nowhere, as the protocols of payments at the till demand.
 *
 * @param patience how long to ask, from the first send
 * @param waiting whether an answer is worth waiting on
 * @param giveUp undoes the payment, told how long ago it was first sent
 */
record Till<T>(Duration patience, Predicate<T> waiting, Function<Duration, Finding<T>> giveUp) {}
