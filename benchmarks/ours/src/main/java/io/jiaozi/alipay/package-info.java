/** Steps inside the adapter, opened for the benchmarks. */
@org.jspecify.annotations.NullMarked
package io.jiaozi.alipay;
