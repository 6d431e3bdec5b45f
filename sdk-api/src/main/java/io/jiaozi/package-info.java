/**
 * One payment API over many channels. Each channel is an adapter: a jar on the class path.
 *
 * <pre>{@code
 * try (PaymentGateway gateway = PaymentGateway.open(GatewayConfig.load(Path.of("jiaozi.properties")))) {
 *   MerchantAccount shop = gateway.account("shop");
 *   PaymentResult result = shop.pay(
 *       PaymentRequest.builder(attempt.number(), Money.of("CNY", "88.00"), Scene.qrCode(), attempt.placedAt())
 *           .description("Two boxes of dumplings").build());
 *   if (result instanceof AwaitingCustomer waiting && waiting.next() instanceof ShowQrCode qr) {
 *     show(qr.content());
 *   }
 * }
 * }</pre>
 *
 * <p>Unless marked {@code @Nullable}, nothing is null. Everything public here is safe for use by
 * many threads unless it says otherwise.
 */
@NullMarked
package io.jiaozi;

import org.jspecify.annotations.NullMarked;
