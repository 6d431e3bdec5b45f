package io.jiaozi.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * A method of any bean that hears what became of refunds. It takes the {@link
 * io.jiaozi.refund.Refund} and, if it likes, the {@link io.jiaozi.MerchantAccount} and the refunded
 * {@link io.jiaozi.payment.Payment}, which is null where the channel does not tell it, and returns
 * nothing.
 *
 * <p>As {@link io.jiaozi.notification.MerchantHandler#refundChanged}. An application that has
 * listeners for payments and none for refunds accepts news of refunds and logs a warning.
 */
@Documented
@Reflective
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface RefundListener {}
