package io.jiaozi.samples.storefront.web;

import jakarta.servlet.http.HttpServletRequest;
import java.time.Duration;
import java.util.Collections;
import java.util.Locale;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.web.servlet.LocaleResolver;
import org.springframework.web.servlet.config.annotation.InterceptorRegistry;
import org.springframework.web.servlet.config.annotation.WebMvcConfigurer;
import org.springframework.web.servlet.i18n.CookieLocaleResolver;
import org.springframework.web.servlet.i18n.LocaleChangeInterceptor;

/** Chinese or English: by the link on every page, else as the browser asks. */
@Configuration(proxyBeanMethods = false)
class Languages implements WebMvcConfigurer {

  @Bean
  LocaleResolver localeResolver() {
    CookieLocaleResolver resolver = new CookieLocaleResolver("language");
    resolver.setCookieMaxAge(Duration.ofDays(180));
    resolver.setCookieHttpOnly(true);
    resolver.setCookieSameSite("Lax");
    resolver.setDefaultLocaleFunction(Languages::asked);
    return resolver;
  }

  private static Locale asked(HttpServletRequest request) {
    if (request.getHeader("Accept-Language") != null) {
      for (Locale locale : Collections.list(request.getLocales())) {
        if (locale.getLanguage().equals("zh")) {
          return Locale.SIMPLIFIED_CHINESE;
        }
        if (locale.getLanguage().equals("en")) {
          return Locale.ENGLISH;
        }
      }
    }
    return Locale.SIMPLIFIED_CHINESE;
  }

  @Override
  public void addInterceptors(InterceptorRegistry registry) {
    LocaleChangeInterceptor link = new LocaleChangeInterceptor();
    link.setParamName("lang");
    link.setIgnoreInvalidLocale(true);
    registry.addInterceptor(link).excludePathPatterns("/return/**", "/pay/**");
  }
}
