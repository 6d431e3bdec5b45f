/**
 * What all sides of the comparison share, written with the JDK alone so that it fits beside every
 * official SDK: keys and messages, the counterpart on loopback, and the harness for what JMH does
 * not measure.
 */
package io.jiaozi.benchmarks.kit;
