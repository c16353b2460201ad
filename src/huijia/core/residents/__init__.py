"""居民登录: how a resident signs in without a password, and who may act for whom."""
