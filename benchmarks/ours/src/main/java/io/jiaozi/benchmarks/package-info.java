/** What the gateway adds to a call. */
@org.jspecify.annotations.NullMarked
package io.jiaozi.benchmarks;
