package io.jiaozi.simulation;

import io.jiaozi.notification.InboundRequest;
import io.jiaozi.notification.Notification;
import io.jiaozi.payment.Payment;
import io.jiaozi.payment.PaymentReference;
import io.jiaozi.payment.PaymentRequest;
import io.jiaozi.payment.PaymentResult;
import io.jiaozi.payment.PaymentState;
import io.jiaozi.payment.RawReply;
import io.jiaozi.payment.Scene;
import io.jiaozi.refund.Refund;
import io.jiaozi.refund.RefundState;
import io.jiaozi.spi.ChannelAdapter;
import io.jiaozi.spi.ChannelFailure;
import io.jiaozi.spi.OutcomePlan;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;

/** Adapters that are broken in one way, around the real ones. */
final class Breakage {

  private Breakage() {}

  static ChannelAdapter of(Mutant mutant, ChannelAdapter real) {
    return switch (mutant) {
      case REPEATS_ALL -> around(real, Breakage::repeatingAll);
      case NOT_FOUND_IS_FAILED -> around(real, Breakage::failingWhatIsNotFound);
      case BELIEVES_ALL -> around(real, new Credulous());
      case SILENCE_IS_PAID -> around(real, new Hopeful());
      default -> real;
    };
  }

  /** What to make of the answer of a method, or of its failure. */
  private interface Twist {
    Object of(Method method, Object[] arguments, Object answer);

    default Object of(Method method, Object[] arguments, RuntimeException failure) {
      throw failure;
    }
  }

  private static ChannelAdapter around(ChannelAdapter real, Twist twist) {
    Set<Class<?>> faces = new LinkedHashSet<>();
    for (Class<?> type = real.getClass(); type != null; type = type.getSuperclass()) {
      faces.addAll(Set.of(type.getInterfaces()));
    }
    faces.add(ChannelAdapter.class);
    return (ChannelAdapter)
        Proxy.newProxyInstance(
            Breakage.class.getClassLoader(),
            faces.toArray(Class<?>[]::new),
            (proxy, method, arguments) -> {
              try {
                method.setAccessible(true);
                return twist.of(method, arguments, method.invoke(real, arguments));
              } catch (InvocationTargetException thrown) {
                if (thrown.getCause() instanceof RuntimeException failure) {
                  return twist.of(method, arguments, failure);
                }
                throw thrown.getCause();
              }
            });
  }

  private static Object repeatingAll(Method method, Object[] arguments, Object answer) {
    return answer instanceof OutcomePlan plan
        ? new OutcomePlan(OutcomePlan.Repeat.FREELY, plan.askAfter(), Duration.ZERO, plan.giveUp())
        : answer;
  }

  private static Object failingWhatIsNotFound(Method method, Object[] arguments, Object answer) {
    if (answer instanceof Payment payment && payment.state() == PaymentState.NOT_FOUND) {
      return Payment.builder(payment.reference(), PaymentState.CLOSED, payment.raw()).build();
    }
    if (answer instanceof Refund refund && refund.state() == RefundState.NOT_FOUND) {
      return Refund.builder(refund.reference(), RefundState.FAILED, refund.raw()).build();
    }
    return answer;
  }

  /** Takes what does not verify for the last message that did. */
  private static final class Credulous implements Twist {
    private Notification last;

    @Override
    public Object of(Method method, Object[] arguments, Object answer) {
      if (answer instanceof Notification notification) {
        last = notification;
      }
      return answer;
    }

    @Override
    public Object of(Method method, Object[] arguments, RuntimeException failure) {
      boolean reads =
          method.getName().equals("readNotification")
              && arguments != null
              && arguments[0] instanceof InboundRequest;
      if (reads && failure instanceof ChannelFailure.Untrusted && last != null) {
        return last;
      }
      throw failure;
    }
  }

  /** Takes a payment at the till that was not answered for paid. */
  private static final class Hopeful implements Twist {
    @Override
    public Object of(Method method, Object[] arguments, Object answer) {
      return answer;
    }

    @Override
    public Object of(Method method, Object[] arguments, RuntimeException failure) {
      if (method.getName().equals("pay")
          && failure instanceof ChannelFailure.OutcomeUnknown
          && arguments[0] instanceof PaymentRequest request
          && request.scene().kind() == Scene.Kind.BUYER_CODE) {
        PaymentReference reference = PaymentReference.ofNumber(request.orderNumber());
        return new PaymentResult.Paid(
            Payment.builder(reference, PaymentState.PAID, RawReply.none())
                .amount(request.amount())
                .build());
      }
      throw failure;
    }
  }
}
