/**
 * What nobody can do without: the same signatures and ciphers over the same bytes, made by hand
 * with the JDK's API, and a bare HTTP client.
 */
@org.jspecify.annotations.NullMarked
package io.jiaozi.benchmarks.floor;
