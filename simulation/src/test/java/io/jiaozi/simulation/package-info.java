/**
 * The whole machine in one thread: shop, gateway, adapters, network, channels, buyers and an
 * attacker, on a clock that nobody winds but the schedule. One seed is one run.
 */
package io.jiaozi.simulation;
