/**
 * PayPal as the sandbox plays it: OAuth, orders, payments, webhooks. Written from the protocol
 * sheet; shares no code with the adapter. {@link io.jiaozi.sandbox.paypal.PaypalSandbox} is what
 * tests use.
 */
@NullMarked
package io.jiaozi.sandbox.paypal;

import org.jspecify.annotations.NullMarked;
