def test_x(browsers, site):
    me = browsers.citizen(scripts=False)
    me.open("/ar/")
    me.look("home")
    print(me.title())
    agent = browsers.clerk()
    agent.open("/desk/login")
    agent.look("login")
