"""个人信息: what is kept of people and why, what they agreed to, what they may ask for, and when it goes."""
