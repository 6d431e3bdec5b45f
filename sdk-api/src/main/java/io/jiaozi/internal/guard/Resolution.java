package io.jiaozi.internal.guard;

import io.jiaozi.Operation;
import io.jiaozi.spi.CallContext;
import java.util.Optional;
import java.util.function.Function;

/**
 * How an open outcome is found out: what to ask the channel, and what each answer means.
 *
 * @param question the operation as the adapter is told
 * @param ask one question
 * @param mismatch what is wrong with an answer, a clause that follows the channel's name
 * @param reading what an answer means for the caller
 * @param <A> what the channel answers
 * @param <T> what the caller asked for
 */
record Resolution<A, T>(
    Operation question,
    Function<CallContext, A> ask,
    Function<A, Optional<String>> mismatch,
    Function<A, Finding<T>> reading) {}
