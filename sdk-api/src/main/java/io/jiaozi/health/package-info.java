/**
 * How the accounts of a configuration are: what is broken, what will break, and what to do about
 * it. Asked for with {@link io.jiaozi.PaymentGateway#diagnose(io.jiaozi.GatewayConfig)} before a
 * gateway is opened and with {@link io.jiaozi.MerchantAccount#diagnose()} while it is open.
 */
@NullMarked
package io.jiaozi.health;

import org.jspecify.annotations.NullMarked;
