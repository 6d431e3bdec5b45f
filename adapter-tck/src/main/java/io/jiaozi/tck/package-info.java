/**
 * The contract that every channel adapter keeps, as a suite to run. An author writes two small
 * classes of tests and inherits everything:
 *
 * <pre>
 * class MyPayContractTest extends ChannelContract {
 *   &#64;Override
 *   protected ChannelHarness harness() {
 *     return new MyPayHarness();
 *   }
 * }
 * </pre>
 *
 * <p>A {@link io.jiaozi.tck.ChannelHarness} says how a fake of the channel is reached, how its
 * buyers pay, and what stands in its books. It has no tests. Whatever goes wrong at the socket the
 * kit does itself, standing between the adapter and the fake, so any fake will do.
 *
 * <p>{@link io.jiaozi.tck.ContractContext} is for the author's own tests too: what a gateway lends
 * to an adapter, with a clock that stands still.
 */
@NullMarked
package io.jiaozi.tck;

import org.jspecify.annotations.NullMarked;
