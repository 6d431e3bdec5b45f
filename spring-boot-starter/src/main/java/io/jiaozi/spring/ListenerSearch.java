package io.jiaozi.spring;

import io.jiaozi.notification.MerchantHandler;
import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Looks through the beans for handlers and annotated methods, once all beans are there and before
 * the web server listens.
 */
final class ListenerSearch implements SmartInitializingSingleton {

  private final ConfigurableListableBeanFactory beans;
  private final ShopHandler shop;

  ListenerSearch(ConfigurableListableBeanFactory beans, ShopHandler shop) {
    this.beans = beans;
    this.shop = shop;
  }

  @Override
  public void afterSingletonsInstantiated() {
    List<ListenerMethod> payments = new ArrayList<>();
    List<ListenerMethod> refunds = new ArrayList<>();
    for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
      if (!ScopedProxyUtils.isScopedTarget(name)) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
        if (type != null && !type.getName().startsWith("org.springframework.")) {
          collect(PaymentListener.class, name, type, payments);
          collect(RefundListener.class, name, type, refunds);
        }
      }
    }
    shop.found(
        new ShopHandler.Listeners(
            beans.getBeanProvider(MerchantHandler.class).orderedStream().toList(),
            payments,
            refunds));
  }

  private void collect(
      Class<? extends Annotation> annotation,
      String name,
      Class<?> type,
      List<ListenerMethod> into) {
    if (!AnnotationUtils.isCandidateClass(type, annotation)) {
      return;
    }
    Map<Method, Boolean> methods =
        MethodIntrospector.selectMethods(
            type,
            (MethodIntrospector.MetadataLookup<Boolean>)
                method ->
                    AnnotatedElementUtils.hasAnnotation(method, annotation) ? Boolean.TRUE : null);
    for (Method method : methods.keySet()) {
      Class<?> visible = Objects.requireNonNullElse(beans.getType(name), type);
      into.add(new ListenerMethod(annotation, method, visible, () -> beans.getBean(name)));
    }
  }
}
