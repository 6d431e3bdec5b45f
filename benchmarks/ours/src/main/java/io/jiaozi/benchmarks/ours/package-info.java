/** Our SDK, as its users call it. */
@org.jspecify.annotations.NullMarked
package io.jiaozi.benchmarks.ours;
