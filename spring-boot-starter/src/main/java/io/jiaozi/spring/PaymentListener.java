package io.jiaozi.spring;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.aot.hint.annotation.Reflective;

/**
 * A method of any bean that hears what became of payments, captures and holds. It takes the {@link
 * io.jiaozi.payment.Payment} and, if it likes, the {@link io.jiaozi.MerchantAccount}, and returns
 * nothing:
 *
 * <pre>
 * &#64;PaymentListener
 * void paid(Payment payment) { ... }
 * </pre>
 *
 * <p>What {@link io.jiaozi.notification.MerchantHandler#paymentChanged} says about repetition,
 * order, throwing and threads holds here too. Several are all called, and called again if one of
 * them throws. Another signature stops the application from starting.
 */
@Documented
@Reflective
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
public @interface PaymentListener {}
