package io.jiaozi.spring;

import io.jiaozi.notification.NotificationHandler;
import io.jiaozi.servlet.NotificationServlet;
import jakarta.servlet.Servlet;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnWebApplication;
import org.springframework.boot.web.servlet.ServletRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The endpoint that the channels call. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass(Servlet.class)
@ConditionalOnWebApplication(type = ConditionalOnWebApplication.Type.SERVLET)
class EndpointConfiguration {

  @Bean
  ServletRegistrationBean<NotificationServlet> jiaoziNotifications(
      NotificationHandler handler, JiaoziProperties properties) {
    ServletRegistrationBean<NotificationServlet> endpoint =
        new ServletRegistrationBean<>(
            new NotificationServlet(handler), properties.notifications().prefix() + "/*");
    endpoint.setName("jiaoziNotifications");
    endpoint.setLoadOnStartup(1);
    return endpoint;
  }
}
