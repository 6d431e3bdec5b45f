/** The starter in applications that start, and in those that must not. */
package io.jiaozi.spring;
