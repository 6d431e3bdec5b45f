/**
 * Jiaozi in a Spring Boot application: accounts under {@code jiaozi.accounts}, a {@link
 * io.jiaozi.PaymentGateway} to inject, a {@link io.jiaozi.notification.MerchantHandler} bean or a
 * method with {@link io.jiaozi.spring.PaymentListener} that hears what became of payments.
 */
@NullMarked
package io.jiaozi.spring;

import org.jspecify.annotations.NullMarked;
