/**
 * One payment from start to refund, at every channel, on the embedded sandbox.
 *
 * <p>Read {@link io.jiaozi.samples.quickstart.Walk} first: it is what a shop writes. The rest is
 * the stage: a page that receives notifications, a customer, a transcript.
 */
@NullMarked
package io.jiaozi.samples.quickstart;

import org.jspecify.annotations.NullMarked;
