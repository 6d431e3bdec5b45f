package io.jiaozi.samples.storefront.web;

import io.jiaozi.samples.storefront.ShopSettings;
import java.security.SecureRandom;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.security.config.Customizer;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.userdetails.User;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.provisioning.InMemoryUserDetailsManager;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;
import org.springframework.security.web.header.writers.ReferrerPolicyHeaderWriter.ReferrerPolicy;

/**
 * Who may see what. One user for the shopkeeper's and the operator's pages: a real shop has people
 * with names there, and TLS before it.
 */
@Configuration(proxyBeanMethods = false)
class Security {
  private static final Logger log = LoggerFactory.getLogger(Security.class);
  private static final int PASSWORD_BYTES = 9;

  /** Only what the shop itself serves; forms may also go to this origin. */
  static String policy(String formTarget) {
    return "default-src 'none'; img-src 'self'; style-src 'self'; script-src 'self'; connect-src"
        + " 'self'; base-uri 'none'; frame-ancestors 'none'; form-action 'self' "
        + formTarget;
  }

  @Bean
  SecurityFilterChain pages(HttpSecurity http) throws Exception {
    return http.authorizeHttpRequests(
            requests ->
                requests
                    .requestMatchers("/keeper/**", "/operator/**")
                    .authenticated()
                    .anyRequest()
                    .permitAll())
        .httpBasic(Customizer.withDefaults())
        .sessionManagement(
            sessions -> sessions.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        // Channels and returning browsers bring no token; what they bring is verified otherwise.
        // Every request with a password is a sign-in of its own: it must not make a new token.
        .csrf(
            csrf ->
                csrf.csrfTokenRepository(new CookieCsrfTokenRepository())
                    .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy())
                    .ignoringRequestMatchers("/return/**", "/pay/notify/**"))
        .headers(
            headers ->
                headers
                    .contentSecurityPolicy(csp -> csp.policyDirectives(policy("").strip()))
                    .referrerPolicy(
                        referrer ->
                            referrer.policy(ReferrerPolicy.STRICT_ORIGIN_WHEN_CROSS_ORIGIN)))
        .build();
  }

  @Bean
  UserDetailsService keeper(ShopSettings settings) {
    String password = settings.keeperPassword();
    if (password == null || password.isBlank()) {
      byte[] random = new byte[PASSWORD_BYTES];
      new SecureRandom().nextBytes(random);
      password = HexFormat.of().formatHex(random);
      log.info("Password of the user \"keeper\" until the next start: {}", password);
    }
    return new InMemoryUserDetailsManager(
        User.withUsername("keeper").password("{noop}" + password).roles("KEEPER").build());
  }
}
