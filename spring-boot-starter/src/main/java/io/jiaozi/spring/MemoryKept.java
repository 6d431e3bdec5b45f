package io.jiaozi.spring;

import io.jiaozi.journal.Journal;
import io.jiaozi.notification.NotificationLog;
import io.jiaozi.spring.JiaoziProperties.JournalKind;
import org.springframework.boot.autoconfigure.condition.ConditionalOnMissingBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** Where things are kept if there is no database to keep them in. */
@Configuration(proxyBeanMethods = false)
class MemoryKept {

  /** As the handler's own builder has it. */
  static final int WITHOUT_POOL = 64;

  @Bean
  @ConditionalOnMissingBean
  Kept jiaoziKeptInMemory(JiaoziProperties properties) {
    if (properties.journal() == JournalKind.JDBC) {
      throw new StartRefused(
          "jiaozi.journal is jdbc, and the application has no single DataSource.",
          "Add spring-boot-starter-jdbc and spring.datasource.url, mark one of several DataSources"
              + " with @Primary, or set jiaozi.journal to memory.");
    }
    return new Kept(
        properties.journal() == JournalKind.NONE ? null : Journal.inMemory(),
        NotificationLog.inMemory(),
        "in memory, so that a restart forgets them",
        WITHOUT_POOL);
  }
}
