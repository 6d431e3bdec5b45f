/**
 * The payment channels, simulated on one loopback port at their real paths.
 *
 * <pre>{@code
 * try (Sandbox sandbox = Sandbox.start()) {
 *   Map<String, String> settings = sandbox.settings();   // jiaozi.accounts.wechat.*
 *   // ... let the shop place order 20260518A1 at sandbox.address() ...
 *   sandbox.wechat().pay("20260518A1");                   // the buyer pays, the shop is notified
 *   sandbox.faults().arm(Fault.RESET_AFTER_COMMIT, "refund");
 * }
 * }</pre>
 *
 * <p>{@code channel} is what every simulated channel implements and is given; each channel has a
 * package of its own beside it.
 */
@NullMarked
package io.jiaozi.sandbox;

import org.jspecify.annotations.NullMarked;
