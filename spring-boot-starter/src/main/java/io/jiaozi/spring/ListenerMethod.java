package io.jiaozi.spring;

import io.jiaozi.MerchantAccount;
import io.jiaozi.payment.Payment;
import io.jiaozi.refund.Refund;
import java.lang.annotation.Annotation;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/** One annotated method of a bean. */
final class ListenerMethod {

  private final Supplier<Object> bean;
  private final Method method;

  /**
   * Checks the signature.
   *
   * @param type of the bean as it is in the context, a proxy perhaps
   */
  ListenerMethod(
      Class<? extends Annotation> annotation, Method method, Class<?> type, Supplier<Object> bean) {
    check(annotation, method);
    this.bean = bean;
    this.method = AopUtils.selectInvocableMethod(method, type);
    ReflectionUtils.makeAccessible(this.method);
  }

  private static void check(Class<? extends Annotation> annotation, Method method) {
    boolean ofRefunds = annotation == RefundListener.class;
    Class<?> news = ofRefunds ? Refund.class : Payment.class;
    Set<Class<?>> allowed =
        ofRefunds
            ? Set.of(MerchantAccount.class, Refund.class, Payment.class)
            : Set.of(MerchantAccount.class, Payment.class);
    List<Class<?>> taken = Arrays.asList(method.getParameterTypes());
    boolean eachOnce = Set.copyOf(taken).size() == taken.size();
    if (!taken.contains(news)
        || !allowed.containsAll(taken)
        || !eachOnce
        || method.getReturnType() != void.class) {
      throw new StartRefused(
          "The method "
              + method.getDeclaringClass().getSimpleName()
              + "."
              + method.getName()
              + " has @"
              + annotation.getSimpleName()
              + ", but not a signature that can be called.",
          ofRefunds
              ? "Let it return void and take a Refund and, if it likes, a MerchantAccount and a"
                  + " Payment, which may be null."
              : "Let it return void and take a Payment and, if it likes, a MerchantAccount.");
    }
  }

  void call(MerchantAccount account, @Nullable Payment payment, @Nullable Refund refund)
      throws Exception {
    Class<?>[] types = method.getParameterTypes();
    @Nullable Object[] values = new @Nullable Object[types.length];
    for (int i = 0; i < types.length; i++) {
      values[i] =
          types[i] == MerchantAccount.class ? account : types[i] == Refund.class ? refund : payment;
    }
    try {
      method.invoke(bean.get(), values);
    } catch (InvocationTargetException thrown) {
      if (thrown.getCause() instanceof Error error) {
        throw error;
      }
      throw thrown.getCause() instanceof Exception failed ? failed : thrown;
    }
  }
}
