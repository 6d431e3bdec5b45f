/** The one command: runs all sides in turns and writes docs/benchmarks.md. */
package io.jiaozi.benchmarks.run;
