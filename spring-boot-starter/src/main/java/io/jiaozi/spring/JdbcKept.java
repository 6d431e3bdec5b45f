package io.jiaozi.spring;

import com.zaxxer.hikari.HikariDataSource;
import io.jiaozi.spring.JiaoziProperties.JournalKind;
import io.jiaozi.store.JdbcStore;
import io.jiaozi.store.Transactions;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.boot.autoconfigure.condition.ConditionalOnClass;
import org.springframework.boot.autoconfigure.condition.ConditionalOnSingleCandidate;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Condition;
import org.springframework.context.annotation.ConditionContext;
import org.springframework.context.annotation.Conditional;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.type.AnnotatedTypeMetadata;
import org.springframework.jdbc.datasource.DataSourceUtils;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.support.TransactionTemplate;

/** Journal and log in the application's database, and the handler in the log's transaction. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnClass({DataSourceUtils.class, PlatformTransactionManager.class})
@ConditionalOnSingleCandidate(DataSource.class)
@Conditional(JdbcKept.NotInMemory.class)
class JdbcKept {

  private static final Logger log = LoggerFactory.getLogger(JdbcKept.class);

  @Bean
  Kept jiaoziKept(
      DataSource source,
      ObjectProvider<PlatformTransactionManager> managers,
      JiaoziProperties properties) {
    JdbcStore store = JdbcStore.open(source);
    Transactions transactions = transactions(source, managers.getIfUnique());
    return new Kept(
        properties.journal() == JournalKind.NONE ? null : store.journal(),
        transactions == null ? store.notificationLog() : store.notificationLog(transactions),
        transactions == null
            ? "in the application's database"
            : "in the application's database, handlers in one transaction with it",
        messages(source));
  }

  /** Half the pool: a message holds a connection, and its handler may want another. */
  private static int messages(DataSource source) {
    try {
      return source.isWrapperFor(HikariDataSource.class)
          ? Math.max(1, source.unwrap(HikariDataSource.class).getMaximumPoolSize() / 2)
          : MemoryKept.WITHOUT_POOL;
    } catch (SQLException unwilling) {
      return MemoryKept.WITHOUT_POOL;
    }
  }

  private static @Nullable Transactions transactions(
      DataSource source, @Nullable PlatformTransactionManager manager) {
    if (manager == null) {
      return null;
    }
    TransactionTemplate template = new TransactionTemplate(manager);
    template.setPropagationBehavior(TransactionDefinition.PROPAGATION_REQUIRES_NEW);
    boolean sameDatabase =
        Boolean.TRUE.equals(
            template.execute(
                status -> {
                  Connection connection = DataSourceUtils.getConnection(source);
                  try {
                    return DataSourceUtils.isConnectionTransactional(connection, source);
                  } finally {
                    DataSourceUtils.releaseConnection(connection, source);
                  }
                }));
    if (!sameDatabase) {
      log.warn(
          "The transaction manager does not manage the DataSource that handled payment messages are"
              + " kept in, so handlers commit by themselves: a crash between handler and log repeats"
              + " the handler.");
      return null;
    }
    return work -> inTransaction(template, source, work);
  }

  private static void inTransaction(
      TransactionTemplate template, DataSource source, Transactions.Work work) throws Exception {
    try {
      template.executeWithoutResult(
          status -> {
            Connection connection = DataSourceUtils.getConnection(source);
            try {
              work.on(connection);
            } catch (RuntimeException unchecked) {
              throw unchecked;
            } catch (Exception checked) {
              throw new Carried(checked);
            } finally {
              DataSourceUtils.releaseConnection(connection, source);
            }
          });
    } catch (Carried carried) {
      throw carried.what;
    }
  }

  /** Whether anything at all is to be kept in a database. */
  static final class NotInMemory implements Condition {
    @Override
    public boolean matches(ConditionContext context, AnnotatedTypeMetadata metadata) {
      return Binder.get(context.getEnvironment())
              .bind("jiaozi.journal", JournalKind.class)
              .orElse(JournalKind.AUTO)
          != JournalKind.MEMORY;
    }
  }

  /** Carries a checked exception through a template that allows none. */
  private static final class Carried extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final Exception what;

    Carried(Exception what) {
      super(null, what, false, false);
      this.what = what;
    }
  }
}
