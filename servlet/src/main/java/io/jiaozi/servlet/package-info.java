/**
 * The channels' messages in any servlet container: Jakarta Servlet 6.1, as in Tomcat 11, Jetty 12.1
 * and Spring Boot 4.
 */
@NullMarked
package io.jiaozi.servlet;

import org.jspecify.annotations.NullMarked;
